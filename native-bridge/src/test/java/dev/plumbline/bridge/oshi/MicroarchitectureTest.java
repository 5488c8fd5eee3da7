package dev.plumbline.bridge.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models by AMD's and Intel's published family and model numbers. */
final class MicroarchitectureTest {

    @Test
    void aListedModelHasItsName() {
        assertThat(Microarchitecture.of(cpu("GenuineIntel", "6", "85", "7"))).hasValue("Cascade Lake");
    }

    @Test
    void aModelThatOnlyItsFamilyIsKnownOfHasNone() {
        assertThat(Microarchitecture.of(cpu("AuthenticAMD", "25", "17", "1"))).isEmpty();
    }

    @Test
    void aCpuThatPrintsNoFamilyHasNone() {
        assertThat(Microarchitecture.of(Map.of("CPU implementer", "0x41"))).isEmpty();
    }

    private static Map<String, String> cpu(String vendor, String family, String model, String stepping) {
        return Map.of("vendor_id", vendor, "cpu family", family, "model", model, "stepping", stepping);
    }
}
