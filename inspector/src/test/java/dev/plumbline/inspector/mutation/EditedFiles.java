package dev.plumbline.inspector.mutation;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.bridge.StreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Kernel files with some of them changed; the files beneath stay as they are and open. */
final class EditedFiles implements KernelFiles {

    private final KernelFiles files;
    private final List<Edit> edits;

    EditedFiles(KernelFiles files, List<Edit> edits) {
        this.files = files;
        this.edits = edits;
    }

    @Override
    public Origin origin() {
        return files.origin();
    }

    @Override
    public Reading<byte[]> read(String path) {
        return edited(path, false, files.read(path));
    }

    @Override
    public Reading<byte[]> readAgain(String path) {
        return edited(path, true, files.readAgain(path));
    }

    @Override
    public Reading<byte[]> readEarly(String path) {
        return files.readEarly(path);
    }

    @Override
    public Reading<byte[]> readLate(String path) {
        return files.readLate(path);
    }

    @Override
    public Reading<List<String>> list(String directory) {
        return files.list(directory);
    }

    @Override
    public Reading<String> link(String path) {
        return files.link(path);
    }

    @Override
    public <T> Reading<T> stream(String path, StreamReader<T> reader) {
        if (edits.stream().noneMatch(e -> e instanceof Edit.Content c && c.applies(path, false))) {
            return files.stream(path, reader);
        }
        Reading<byte[]> whole = edited(path, false, files.stream(path, in -> in.readAllBytes()));
        if (whole instanceof Reading.Content<byte[]> content) {
            try {
                return new Reading.Content<>(
                        content.provenance(), reader.read(new ByteArrayInputStream(content.value())));
            } catch (IOException e) {
                return new Reading.Failed<>(content.provenance(), String.valueOf(e.getMessage()));
            }
        }
        return whole.withoutContent();
    }

    @Override
    public Reading<PagemapCoverage> pagemap(
            int pid, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        List<Edit.PagemapEntry> changes = edits.stream()
                .filter(Edit.PagemapEntry.class::isInstance)
                .map(Edit.PagemapEntry.class::cast)
                .filter(e -> e.pid() == pid)
                .toList();
        return files.pagemap(pid, pageSizeBytes, ranges, maxEntries, (addresses, entries, count) -> {
            for (Edit.PagemapEntry change : changes) {
                for (int i = 0; i < count; i++) {
                    if (addresses[i] == change.address()) {
                        entries[i] = change.edit().applyAsLong(entries[i]);
                    }
                }
            }
            visitor.block(addresses, entries, count);
        });
    }

    @Override
    public Reading<byte[]> kernelLog() {
        return edited("dmesg.txt", false, files.kernelLog());
    }

    @Override
    public Reading<byte[]> kcoreHeaders() {
        return edited("proc/kcore.headers", false, files.kcoreHeaders());
    }

    /** Leaves the files beneath open: they serve many mutations. */
    @Override
    public void close() {}

    private Reading<byte[]> edited(String path, boolean again, Reading<byte[]> reading) {
        Reading<byte[]> result = reading;
        for (Edit edit : edits) {
            if (edit instanceof Edit.Content content && content.applies(path, again)) {
                result = result.map(content.edit());
            }
        }
        return result;
    }
}
