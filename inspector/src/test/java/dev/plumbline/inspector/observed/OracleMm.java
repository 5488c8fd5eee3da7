package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.source.Capture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One {@code mm_struct} as a kernel module inside the guest printed it: {@code gtmod.txt} or {@code gt_mms.csv}. */
record OracleMm(Map<String, String> fields) {

    /** All that the capture has. */
    static List<OracleMm> of(Capture capture) {
        Optional<byte[]> table = capture.read("gt_mms.csv").content();
        return table.isPresent()
                ? fromTable(lines(table.get()))
                : fromLog(lines(capture.read("gtmod.txt").content().orElseThrow()));
    }

    int pid() {
        return Integer.parseInt(text("pid"));
    }

    String text(String name) {
        return Optional.ofNullable(fields.get(name)).orElseThrow(() -> new AssertionError(name + " in " + fields));
    }

    long number(String name) {
        return Long.decode(text(name));
    }

    List<Long> numbers(String... names) {
        List<Long> numbers = new ArrayList<>();
        for (String name : names) {
            numbers.add(number(name));
        }
        return numbers;
    }

    private static List<OracleMm> fromTable(List<String> lines) {
        String[] names = lines.get(0).split(",", -1);
        List<OracleMm> all = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            Map<String, String> fields = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                fields.put(names[i], values[i]);
            }
            all.add(new OracleMm(fields));
        }
        return all;
    }

    private static List<OracleMm> fromLog(List<String> lines) {
        List<OracleMm> all = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("task ")) {
                Map<String, String> fields = new HashMap<>();
                for (String field : line.substring(5).split(" ", -1)) {
                    int equals = field.indexOf('=');
                    fields.put(field.substring(0, equals), field.substring(equals + 1));
                }
                all.add(new OracleMm(fields));
            }
        }
        return all;
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    }
}
