package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of ptrace(2), one after the other, on a folder that shows a host on which they refuse. */
final class PtraceRefusalTest {

    private static final int PID = 77;
    private static final String NONE = "0000000000000000";
    private static final String SYS_PTRACE = "0000000000080000";

    @TempDir
    Path root;

    @BeforeEach
    void aHost() throws IOException {
        write("proc/version", "Linux version 6.12.0");
        process("self", "1000", "1000", NONE);
        process("77", "1000", "1000", NONE);
        namespaces("user:[4026531837]", "user:[4026531837]");
    }

    @Test
    void anotherUser() throws IOException, NotAHostException {
        process("77", "1001", "1000", NONE);
        assertThat(refusal().reason()).isEqualTo("it belongs to another user or group (Uid 1001 1001 1001 1001)");
        assertThat(refusal().remedy()).startsWith("run as that user, or run as root");
    }

    /** A set-group-id program is as much another's as a set-user-id one. */
    @Test
    void anotherGroup() throws IOException, NotAHostException {
        process("77", "1000", "42", NONE);
        assertThat(refusal().reason()).startsWith("it belongs to another user or group");
    }

    @Test
    void moreCapabilities() throws IOException, NotAHostException {
        process("77", "1000", "1000", "0000000000000400");
        assertThat(refusal().reason())
                .isEqualTo("it holds capabilities that this process lacks (CapPrm 0000000000000400)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, only a process's ancestors, set ptrace_scope to 0",
        "2, only CAP_SYS_PTRACE, run as root",
        "3, nobody, boot anew"
    })
    void yama(int scope, String rule, String remedy) throws IOException, NotAHostException {
        write("proc/sys/kernel/yama/ptrace_scope", scope + "\n");
        assertThat(refusal().reason())
                .startsWith("Yama forbids it (kernel.yama.ptrace_scope = " + scope + "): ")
                .contains(rule);
        assertThat(refusal().remedy()).contains(remedy);
    }

    @Test
    void yamaLetsACapableProcessUpToTwo() throws IOException, NotAHostException {
        process("self", "0", "0", SYS_PTRACE);
        write("proc/sys/kernel/yama/ptrace_scope", "2\n");
        write("proc/77/attr/current", "container-default (enforce)\n");
        assertThat(refusal().reason()).contains("a security module", "container-default (enforce)");
        write("proc/sys/kernel/yama/ptrace_scope", "3\n");
        assertThat(refusal().reason()).startsWith("Yama forbids it");
    }

    @Test
    void notDumpable() throws IOException, NotAHostException {
        write("proc/sys/kernel/yama/ptrace_scope", "0\n");
        assertThat(refusal().reason()).startsWith("it may not be dumped");
    }

    @Test
    void anotherUserNamespace() throws IOException, NotAHostException {
        process("self", "0", "0", SYS_PTRACE);
        namespaces("user:[4026531837]", "user:[4026532000]");
        assertThat(refusal().reason()).isEqualTo("it lives in another user namespace");
        assertThat(refusal().remedy()).contains("inside its container");
    }

    private PtraceRefusal refusal() throws NotAHostException {
        try (LiveHost host = LiveHost.open(root)) {
            return PtraceRefusal.of(host, PID);
        }
    }

    private void process(String pid, String uid, String gid, String capabilities) throws IOException {
        String ids = "\t%1$s\t%1$s\t%1$s\t%1$s\n";
        write(
                "proc/" + pid + "/status",
                "Name:\tx\nUid:" + ids.formatted(uid) + "Gid:" + ids.formatted(gid) + "CapPrm:\t" + capabilities
                        + "\nCapEff:\t" + capabilities + "\n");
    }

    private void namespaces(String own, String theirs) throws IOException {
        for (String[] link : new String[][] {{"self", own}, {"77", theirs}}) {
            Path path = root.resolve("proc").resolve(link[0]).resolve("ns/user");
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(link[1]));
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
