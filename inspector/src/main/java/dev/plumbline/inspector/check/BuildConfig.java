package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelConfigParser;
import dev.plumbline.inspector.observed.Sysctl;
import java.util.Optional;

/** The options the kernel was built with, from /proc/config.gz or /boot. */
final class BuildConfig {

    private BuildConfig() {}

    /** Empty where neither file is there. */
    static Optional<KernelConfig> of(HostView host) {
        return host.once("zone.build-config", () -> {
            Optional<KernelConfig> running =
                    host.binary("proc/config.gz", KernelConfigParser::parse).intact();
            return running.isPresent() ? running : installed(host);
        });
    }

    private static Optional<KernelConfig> installed(HostView host) {
        return host.text("proc/sys/kernel/osrelease", Sysctl::parseText)
                .intact()
                .map(Sysctl::text)
                .filter(release -> !release.isBlank())
                .flatMap(release -> host.binary("boot/config-" + release, KernelConfigParser::parse)
                        .intact());
    }
}
