package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import dev.plumbline.bridge.jna.ThreadIdentityCalls;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An action in the name of another user, on a thread that has that user's credentials and ends with the action. */
final class AsUser<T> {

    private final int uid;
    private final int gid;
    private final NativeCalls.FileAction<T> action;

    AsUser(int uid, int gid, NativeCalls.FileAction<T> action) {
        this.uid = uid;
        this.gid = gid;
        this.action = action;
    }

    T run() throws IOException {
        Optional<ThreadIdentityCalls> numbers = ThreadIdentityCalls.of(LiveHost.architecture());
        LinuxCalls calls = Linkage.INSTANCE.calls();
        if (numbers.isEmpty() || calls == null) {
            return action.run();
        }
        FutureTask<T> task = new FutureTask<>(() -> withIdentity(calls, numbers.get()));
        Thread thread = new Thread(task, "plumbline-as-" + uid);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A root without the capability to change (in a container) acts as itself. The thread ends after this: nothing is set back. */
    private T withIdentity(LinuxCalls calls, ThreadIdentityCalls numbers) throws IOException {
        try {
            // The group first: afterwards it is no longer root that asks.
            calls.setThreadGroup(numbers, gid);
            calls.setThreadUser(numbers, uid);
        } catch (ErrnoException e) {
            return action.run();
        }
        return action.run();
    }
}
