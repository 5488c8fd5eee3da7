package dev.plumbline.inspector.observed;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of a capture with the content of its small files. */
record CapturedProcess(String capture, int pid, Map<String, byte[]> files) {

    private static final List<String> NAMES = List.of(
            "maps",
            "smaps",
            "smaps_rollup",
            "status",
            "stat",
            "statm",
            "auxv",
            "personality",
            "limits",
            "comm",
            "pagemap.pairs");

    private static final class Holder {
        static final List<CapturedProcess> ALL = readAll();
    }

    /** Every process of every capture. */
    static List<CapturedProcess> all() {
        return Holder.ALL;
    }

    /** Those with user memory. */
    static List<CapturedProcess> allUser() {
        return all().stream().filter(p -> p.bytes("maps").length > 0).toList();
    }

    byte[] bytes(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow(() -> new AssertionError(this + " has no " + name));
    }

    SourceText text(String name) {
        return SourceText.of("proc/" + pid + "/" + name, bytes(name));
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    private static List<CapturedProcess> readAll() {
        List<CapturedProcess> all = new ArrayList<>();
        for (Path zip : Captures.all()) {
            try (Capture capture = Capture.open(zip)) {
                for (String name : capture.list("proc").content().orElseThrow()) {
                    if (name.matches("\\d+")) {
                        all.add(read(capture, zip.getFileName().toString().replace(".zip", ""), name));
                    }
                }
            } catch (NotACaptureException e) {
                throw new AssertionError(zip.toString(), e);
            }
        }
        return List.copyOf(all);
    }

    private static CapturedProcess read(Capture capture, String captureName, String pid) {
        Map<String, byte[]> files = new HashMap<>();
        for (String name : NAMES) {
            capture.read("proc/" + pid + "/" + name).content().ifPresent(bytes -> files.put(name, bytes));
        }
        return new CapturedProcess(captureName, Integer.parseInt(pid), files);
    }

    @Override
    public String toString() {
        return capture + " pid " + pid;
    }
}
