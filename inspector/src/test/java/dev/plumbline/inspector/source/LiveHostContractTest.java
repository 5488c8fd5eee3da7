package dev.plumbline.inspector.source;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.LiveHost;
import java.nio.file.Path;

final class LiveHostContractTest extends KernelFilesContractTest {

    @Override
    KernelFiles open(Path folder) throws Exception {
        return LiveHost.open(KernelTree.live(folder));
    }
}
