package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Personality;
import java.util.List;
import java.util.Optional;

/**
 * A process's personality does not switch off address space layout randomization. Whether the whole host has it switched
 * off is another question, {@code host.aslr-setting}.
 *
 * <p>Source: ADDR_NO_RANDOMIZE, include/uapi/linux/personality.h; fs/binfmt_elf.c sets PF_RANDOMIZE only without it. The flag
 * is inherited through fork and execve.
 */
final class AslrOff implements ProcessCheck {

    @Override
    public String id() {
        return "process.aslr-off";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/stat", "proc/PID/personality");
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        Observation<Optional<Personality>> observed = process.text("personality", Personality::parse);
        Optional<Personality> personality = observed.intact().flatMap(p -> p);
        if (personality.isEmpty()) {
            findings.add(this, process.subject(), observed.whyNot(), List.of());
            return;
        }
        String bits = "%08x".formatted(personality.get().bits());
        Verdict verdict = personality.get().addrNoRandomize()
                ? new Verdict.Violated(
                        bits,
                        "without ADDR_NO_RANDOMIZE (0040000)",
                        "started with randomization switched off, by setarch -R or a debugger; what it starts inherits this")
                : new Verdict.Holds(bits, "without ADDR_NO_RANDOMIZE (0040000)", "");
        findings.add(this, process.subject(), verdict, List.of(Evidence.at(process.path("personality"), 1, bits)));
    }
}
