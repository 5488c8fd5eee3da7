package dev.plumbline.agent.inside;

import java.io.IOException;
import java.nio.file.Path;

/** Writes each snapshot to a file in the place of the one before; a reader finds one or the other, whole. */
final class ReportFile implements Outlet {

    private final Path file;
    private final Troubles troubles;

    ReportFile(Path file, Troubles troubles) {
        this.file = file;
        this.troubles = troubles;
    }

    @Override
    public void publish(Snapshot snapshot) {
        try {
            WholeFile.write(file, out -> ReportJson.write(snapshot, troubles.all(), out));
        } catch (IOException e) {
            troubles.add("the report could not be written: " + e);
        }
    }

    /** The last report stays: it is what was asked for. */
    @Override
    public void close() {}
}
