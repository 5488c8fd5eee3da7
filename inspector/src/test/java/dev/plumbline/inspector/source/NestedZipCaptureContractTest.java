package dev.plumbline.inspector.source;

import dev.plumbline.bridge.KernelFiles;
import java.nio.file.Path;

final class NestedZipCaptureContractTest extends KernelFilesContractTest {

    @Override
    KernelFiles open(Path folder) throws Exception {
        return Capture.open(
                KernelTree.zip(KernelTree.folder(folder.resolve("tree")), folder.resolve("c.zip"), "machine/"));
    }
}
