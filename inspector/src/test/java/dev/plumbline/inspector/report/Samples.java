package dev.plumbline.inspector.report;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostFacts;
import dev.plumbline.inspector.check.Kind;
import dev.plumbline.inspector.check.Report;
import dev.plumbline.inspector.check.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Findings of every kind, written by hand. */
final class Samples {

    static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    static final Finding LOW_EXPLAINED = new Finding(
            "zone.watermarks",
            Kind.CONFORMANCE,
            "node 0 DMA32 low",
            new Verdict.Explained(
                    9258,
                    9273,
                    "pages",
                    List.of(new Verdict.Term(-15, Evidence.in("dmesg", "Freeing initrd memory: 6144K"))),
                    "computed before 6144 KiB of initrd were freed"),
            List.of(Evidence.at("proc/zoneinfo", 12, "low      9258")));

    static final Finding MIN_HOLDS =
            new Finding("zone.watermarks", Kind.CONFORMANCE, "node 0 DMA32 min", Verdict.Holds.equal(7406), List.of());

    static final Finding MIN_VIOLATED = new Finding(
            "zone.watermarks",
            Kind.CONFORMANCE,
            "node 0 Normal min",
            new Verdict.Violated("812", "811", "no earlier managed value gives it"),
            List.of(Evidence.at("proc/zoneinfo", 40, "min      812")));

    static final Finding ORDER_DRIFTED = new Finding(
            "zone.free-lists",
            Kind.CONFORMANCE,
            "node 0 Normal order 0",
            new Verdict.Drifted("658", "641", "650", "moved while reading"),
            List.of());

    static final Finding WX_VIOLATED = wx(4711, "mapper");

    private Samples() {}

    static Finding wx(int pid, String comm) {
        return new Finding(
                "process.w-x",
                Kind.POSTURE,
                "pid " + pid + " " + comm,
                new Verdict.Violated("1 mapping", "0", "writable and executable at once"),
                List.of(Evidence.at("proc/" + pid + "/maps", 3, "rwxp")));
    }

    static Finding denied(String check, int pid) {
        return new Finding(
                check,
                Kind.CONFORMANCE,
                "pid " + pid + " sshd",
                new Verdict.NotObservable("proc/" + pid + "/maps: EACCES", "CAP_SYS_PTRACE"),
                List.of());
    }

    static Report report(Finding... findings) {
        return new Report(
                new Origin.Live("plinth", "/", Instant.parse("2026-03-01T10:00:00Z")),
                new HostFacts(
                        Optional.of("6.1.0-50-amd64"),
                        Optional.of("x86_64"),
                        OptionalInt.of(4096),
                        OptionalInt.of(4),
                        OptionalLong.of(25_232_932_864L),
                        OptionalInt.of(1),
                        OptionalInt.of(2),
                        Optional.of("AMD EPYC 9B14"),
                        Optional.of("Zen 4"),
                        Optional.empty(),
                        Optional.of("root"),
                        List.of()),
                List.of(findings),
                Duration.ofMillis(2130));
    }

    static Assessment assess(Finding... findings) {
        return new Assessment(report(findings), AcceptFile.NONE, TODAY);
    }
}
