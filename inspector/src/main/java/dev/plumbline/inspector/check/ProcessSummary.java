package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Personality;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a process after it was examined, for rules about processes beside each other.
 *
 * @param stat its {@code stat}: pid, name, parent, session, addresses of image and stack
 * @param imageFile device, inode and path of the file it executes; empty where maps could not be read
 * @param layout where the parts of its address space are; empty where {@code withoutLayout} says why
 * @param withoutLayout why there is no layout; empty where there is one
 * @param addrNoRandomize whether its personality switches randomization off; false where that could not be read
 */
public record ProcessSummary(
        ProcessStat stat,
        Optional<String> imageFile,
        Optional<AddressLayout> layout,
        Optional<Verdict.NotObservable> withoutLayout,
        boolean addrNoRandomize) {

    private static final Verdict.NotObservable NOTHING_TO_TELL_BY =
            new Verdict.NotObservable("its maps show no image and no stack to tell a layout by", "");

    /** As /proc names it. */
    public int pid() {
        return stat.pid();
    }

    /** Its name. */
    public String comm() {
        return stat.comm();
    }

    /** The process's name in subjects: {@code pid 4711 java}. */
    public String subject() {
        return "pid " + pid() + " " + comm();
    }

    static ProcessSummary of(ProcessView process) {
        Observation<List<Vma>> observed = process.maps();
        List<Vma> maps = observed.intact().orElse(List.of());
        Optional<MainImage> image = MainImage.of(process, maps);
        boolean addrNoRandomize = process.text("personality", Personality::parse)
                .intact()
                .flatMap(p -> p)
                .filter(Personality::addrNoRandomize)
                .isPresent();
        Optional<AddressLayout> layout = image.flatMap(i -> AddressLayout.of(i, maps));
        Optional<Verdict.NotObservable> withoutLayout = layout.isPresent()
                ? Optional.empty()
                : Optional.of(observed.intact().isPresent() ? NOTHING_TO_TELL_BY : observed.whyNot());
        return new ProcessSummary(process.stat(), image.map(MainImage::file), layout, withoutLayout, addrNoRandomize);
    }
}
