package dev.plumbline.bridge.attach;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file by which a JVM knows that SIGQUIT means a wish to attach and not a wish for a thread dump: {@code .attach_pidN} in its
 * working directory or in its {@code /tmp}, owned by its effective user (from 11 also by root).
 *
 * <p>Source: {@code AttachListener::is_init_trigger}, src/hotspot/os/posix/attachListener_posix.cpp; in 8
 * hotspot/src/os/linux/vm/attachListener_linux.cpp.
 */
final class TriggerFile {

    private final Path file;

    private TriggerFile(Path file) {
        this.file = file;
    }

    /** Its name for a process that knows itself by this pid. */
    static String name(int namespacePid) {
        return ".attach_pid" + namespacePid;
    }

    /**
     * Makes the file in the first of the folders that takes it. A file that exists there already is another's, who asks the same at
     * this moment or was ended before it could tidy up: it is used and left.
     *
     * @throws IOException the failure of the last folder
     */
    static TriggerFile create(List<Path> folders, String name) throws IOException {
        IOException failure = new IOException("no folder for " + name);
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            try {
                return new TriggerFile(Files.createFile(file));
            } catch (FileAlreadyExistsException e) {
                return new TriggerFile(Path.of(""));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    void remove() throws IOException {
        if (!file.toString().isEmpty()) {
            Files.deleteIfExists(file);
        }
    }
}
