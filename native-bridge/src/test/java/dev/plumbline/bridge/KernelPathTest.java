package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"proc/zoneinfo", "boot/config-6.1.0-50-amd64", "proc/1/task/..a", "sys/kernel/mm/...", "proc"})
    void ordinaryPathsAreFine(String path) {
        assertThat(KernelPath.objection(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../etc/passwd",
                "proc/../../etc/passwd",
                "proc/..",
                "..",
                ".",
                "proc//maps",
                "proc/",
                "proc\\..\\x",
                "boot/config-../../x",
                "proc/\nzoneinfo",
                "proc/\0"
            })
    void pathsThatCouldLeaveTheRootAreNot(String path) {
        assertThat(KernelPath.objection(path)).isPresent();
    }

    @Test
    void numbersInNamesAreOrderedByValue() {
        List<String> ordered = Stream.of(
                        "zoneinfo", "10", "9", "node10", "node2", "2", "1", "nodeX", "node", "007", "7")
                .sorted(KernelPath.NAME_ORDER)
                .toList();
        assertThat(ordered)
                .containsExactly("1", "2", "007", "7", "9", "10", "node", "node2", "node10", "nodeX", "zoneinfo");
    }
}
