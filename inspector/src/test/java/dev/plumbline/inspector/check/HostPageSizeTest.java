package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One source at a time is changed; the others, which the kernel printed, stay. */
class HostPageSizeTest {

    private static final Check CHECK = new HostPageSize();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.LayoutConstantsOracleTest#captures")
    void everySourceOfEveryCaptureAgrees(String name) {
        Map<String, Verdict> verdicts = CheckRuns.verdicts(stored(name), CHECK);
        assertThat(verdicts).hasSizeGreaterThan(5).allSatisfy((subject, verdict) -> assertThat(verdict)
                .as(subject)
                .isInstanceOf(Verdict.Holds.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-4level", "arm64-6.12-16k-max-lpa2", "arm64-6.1-virt-a72", "armel-6.1-raspi0"})
    void aChangedAuxiliaryVectorIsNamed(String name) {
        StoredFiles files = stored(name);
        byte[] auxv = files.bytes("proc/1/auxv");
        int words = name.startsWith("arme") ? 4 : 8;
        StoredFiles changed = files.with("proc/1/auxv", withPageSize(auxv, words, 8192));
        assertThat(violated(changed)).containsExactly("pid 1 init AT_PAGESZ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-movable-huge", "arm64-6.12-16k-max-lpa2", "i386-pae"})
    void aChangedMappingIsNamedByItsProcess(String name) {
        StoredFiles changed = stored(name)
                .editing(
                        "proc/1/smaps",
                        text -> text.replaceFirst("KernelPageSize: +[0-9]+ kB", "KernelPageSize:       32 kB"));
        assertThat(violated(changed)).containsExactly("pid 1 init KernelPageSize");
    }

    @Test
    void aChangedOptionIsNamedAndDoesNotChangeTheArchitecture() {
        String config = "boot/config-6.1.0-50-arm64";
        StoredFiles changed = stored("arm64-6.1-virt-a72")
                .editing(config, text -> text.replace("CONFIG_ARM64_4K_PAGES=y", "# CONFIG_ARM64_4K_PAGES is not set")
                        .replace("# CONFIG_ARM64_64K_PAGES is not set", "CONFIG_ARM64_64K_PAGES=y"));
        assertThat(violated(changed)).containsExactly("CONFIG_ARM64_64K_PAGES");
        assertThat(Machine.of(new HostView(changed))
                        .architecture()
                        .orElseThrow()
                        .variant())
                .contains("4 KiB");
    }

    @Test
    void aChangedNoteIsNamed() {
        StoredFiles changed = stored("x86_64-5level")
                .editing("proc/kcore.headers", text -> text.replace("PAGESIZE=4096", "PAGESIZE=8192"));
        assertThat(violated(changed)).containsExactly("VMCOREINFO PAGESIZE");
    }

    @Test
    void whatMayNotBeReadIsNotObservableWithItsPrivilege() {
        StoredFiles denied = stored("x86_64-4level").denying("proc/1/smaps", "CAP_SYS_PTRACE");
        assertThat(CheckRuns.verdicts(denied, CHECK).get("pid 1 init KernelPageSize"))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, verdict -> assertThat(verdict.remedy())
                        .isEqualTo("CAP_SYS_PTRACE"));
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(name, "proc/", "boot/", "dmesg.txt");
    }

    private static List<String> violated(StoredFiles files) {
        return CheckRuns.violated(files, CHECK);
    }

    private static byte[] withPageSize(byte[] auxv, int wordBytes, long size) {
        ByteBuffer buffer = ByteBuffer.wrap(auxv.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < auxv.length; at += 2 * wordBytes) {
            long type = wordBytes == 8 ? buffer.getLong(at) : buffer.getInt(at);
            if (type == 6) {
                if (wordBytes == 8) {
                    buffer.putLong(at + 8, size);
                } else {
                    buffer.putInt(at + 4, (int) size);
                }
            }
        }
        return buffer.array();
    }
}
