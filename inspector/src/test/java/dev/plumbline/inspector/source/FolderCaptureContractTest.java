package dev.plumbline.inspector.source;

import dev.plumbline.bridge.KernelFiles;
import java.nio.file.Path;

final class FolderCaptureContractTest extends KernelFilesContractTest {

    @Override
    KernelFiles open(Path folder) throws Exception {
        return Capture.open(KernelTree.folder(folder));
    }
}
