package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.HostIdentity;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A captured guest with 2 nodes, 4 CPUs and 6 GiB, and what OSHI might say of it. */
class HostFactsReaderTest {

    private static final Provenance OSHI = new Provenance("proc/cpuinfo", Instant.EPOCH);
    private static final StoredFiles MACHINE = StoredFiles.ofCapture(
                    "x86_64-numa-6g",
                    "boot/",
                    "proc/version",
                    "proc/cpuinfo",
                    "proc/meminfo",
                    "proc/zoneinfo",
                    "proc/kcore",
                    "proc/mounts")
            .with("proc/meminfo", "MemTotal:        6000000 kB\n")
            .with("sys/devices/system/cpu/online", "0-3\n")
            .with("sys/devices/system/node/has_cpu", "0-1\n");
    private static final long MEMORY = 6_000_000L << 10;

    @Test
    void whereOshiAgreesItAddsWhatProcDoesNotTell() {
        HostFacts facts = facts(MACHINE, identity(4, 2, MEMORY));

        assertThat(facts.notes()).isEmpty();
        assertThat(facts.processor()).contains("AMD EPYC 9B14");
        assertThat(facts.microarchitecture()).contains("Zen 4");
        assertThat(facts.virtualization()).contains("QEMU Standard PC");
        assertThat(facts.memoryBytes()).hasValue(MEMORY);
        assertThat(facts.cpus()).hasValue(4);
        assertThat(facts.nodes()).hasValue(2);
    }

    @Test
    void whereTheyDifferTheKernelsNumberIsUsedAndBothAreNamed() {
        HostFacts facts = facts(MACHINE, identity(8, 1, 4096));

        assertThat(facts.notes())
                .containsExactly(
                        "bytes of memory: 6144000000 by proc/meminfo, which is used, and 4096 by OSHI",
                        "CPUs online: 4 by sys/devices/system/cpu/online, which is used, and 8 by OSHI",
                        "nodes with CPUs: 2 by sys/devices/system/node/has_cpu, which is used, and 1 by OSHI");
        assertThat(facts.memoryBytes()).hasValue(MEMORY);
        assertThat(facts.cpus()).hasValue(4);
    }

    @Test
    void whatTheKernelDoesNotShowOshiMayKnow() {
        StoredFiles bare = MACHINE.without("proc/cpuinfo")
                .without("sys/devices/system/cpu/online")
                .without("sys/devices/system/node/has_cpu");

        assertThat(facts(bare, identity(4, 2, MEMORY)).cpus()).hasValue(4);
        assertThat(facts(bare, identity(4, 2, MEMORY)).notes()).isEmpty();
    }

    /** lxcfs answers whoever opens meminfo, OSHI too. */
    @Test
    void whatLxcfsTellsOshiIsNotTheHosts() {
        StoredFiles container = MACHINE.with("proc/mounts", "lxcfs /proc/meminfo fuse.lxcfs rw 0 0\n");

        assertThat(facts(container, identity(4, 2, 512 << 20)).memoryBytes()).isEmpty();
    }

    @Test
    void anUnnamedHypervisorIsSaidInWords() {
        HostIdentity unnamed = new HostIdentity(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of("hypervisor"));

        assertThat(facts(MACHINE, unnamed).virtualization()).contains("a hypervisor");
    }

    @Test
    void withoutOshiTheReasonIsNamedAndProcTellsTheRest() {
        OshiIdentity denied =
                OshiIdentity.ask(() -> new Reading.Denied<>(OSHI, "proc/cpuinfo: EACCES", "CAP_DAC_READ_SEARCH"));
        OshiIdentity broken = OshiIdentity.ask(() -> {
            throw new IllegalArgumentException("no such topology");
        });

        HostFacts facts = HostFactsReader.read(new HostView(MACHINE), denied.await());
        assertThat(facts.notes()).singleElement().asString().contains("OSHI could not say", "EACCES");
        assertThat(facts.cpus()).hasValue(4);
        assertThat(broken.await().whyNot())
                .hasValueSatisfying(why -> assertThat(why).contains("no such topology"));
    }

    @Test
    void nobodyAsksAboutACapture() {
        assertThat(OshiIdentity.ask(MACHINE).await()).isEqualTo(OshiIdentity.Answer.NONE);
    }

    private static HostFacts facts(StoredFiles files, HostIdentity identity) {
        OshiIdentity oshi = OshiIdentity.ask(() -> new Reading.Content<>(OSHI, identity));
        return HostFactsReader.read(new HostView(files), oshi.await());
    }

    private static HostIdentity identity(int cpus, int nodesWithCpus, long memoryBytes) {
        return new HostIdentity(
                Optional.of("AMD EPYC 9B14"),
                Optional.of("Zen 4"),
                OptionalInt.of(cpus),
                OptionalInt.of(nodesWithCpus),
                OptionalLong.of(memoryBytes),
                Optional.of("QEMU Standard PC"),
                Optional.of("QEMU Standard PC"));
    }
}
