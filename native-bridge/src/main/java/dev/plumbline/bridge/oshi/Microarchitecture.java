package dev.plumbline.bridge.oshi;

import java.util.Map;
import java.util.Optional;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;

/** OSHI's table of microarchitectures, without its guesses. */
final class Microarchitecture {

    /** A model that no table lists, so that OSHI answers with what it says of the whole family. */
    private static final String NO_MODEL = "no model";

    private Microarchitecture() {}

    /**
     * The name that OSHI's table has for this very model.
     *
     * @param cpuinfo the first processor's lines of /proc/cpuinfo; x86 names vendor, family and model
     * @return empty for a model that the table does not list. OSHI looks up the family first and is content with it, which
     *     calls every AMD family 25, an EPYC 9004 (model 17, Zen 4) too, a Zen 3
     */
    static Optional<String> of(Map<String, String> cpuinfo) {
        if (!cpuinfo.containsKey("vendor_id") || !cpuinfo.containsKey("cpu family")) {
            return Optional.empty();
        }
        String named = named(cpuinfo, cpuinfo.getOrDefault("model", NO_MODEL));
        return named.equals(named(cpuinfo, NO_MODEL)) ? Optional.empty() : Text.known(named);
    }

    private static String named(Map<String, String> cpuinfo, String model) {
        return new ProcessorIdentifier(
                        cpuinfo.getOrDefault("vendor_id", ""),
                        cpuinfo.getOrDefault("model name", ""),
                        cpuinfo.getOrDefault("cpu family", ""),
                        model,
                        cpuinfo.getOrDefault("stepping", ""),
                        "",
                        true)
                .getMicroarchitecture();
    }
}
