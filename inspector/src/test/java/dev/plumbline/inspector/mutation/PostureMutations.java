package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import java.util.List;

/** Changes that weaken a process. */
final class PostureMutations {

    private PostureMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        int pid = Subjects.pid(claimed.subject());
        String directory = "proc/" + pid + "/";
        return switch (claimed.check()) {
            case "process.w-x" ->
                List.of(Mutation.ofProcess(
                        claimed.check(),
                        claimed.subject(),
                        pid,
                        "its first writable mapping made executable",
                        Edit.text(directory + "maps", t -> t.replaceFirst(" rw-p ", " rwxp ")),
                        Edit.text(directory + "smaps", t -> t.replaceFirst(" rw-p ", " rwxp "))));
            case "process.exec-stack" ->
                List.of(Mutation.ofProcess(
                        claimed.check(),
                        claimed.subject(),
                        pid,
                        "its stack made executable",
                        Edit.text(directory + "maps", PostureMutations::execStack),
                        Edit.text(directory + "smaps", PostureMutations::execStack)));
            case "process.aslr-off" ->
                List.of(Mutation.ofProcess(
                        claimed.check(),
                        claimed.subject(),
                        pid,
                        "ADDR_NO_RANDOMIZE set",
                        Edit.text(directory + "personality", t -> "00040000\n")));
            case "process.not-pie" -> ImageMutations.fixed(claimed, pid, host);
            case "process.shared-layout" -> ImageMutations.shared(claimed, pid, host);
            default -> List.of();
        };
    }

    private static String execStack(String maps) {
        return maps.replaceFirst(" rw-p (\\w+ \\S+ \\d+ +\\[stack])", " rwxp $1");
    }
}
