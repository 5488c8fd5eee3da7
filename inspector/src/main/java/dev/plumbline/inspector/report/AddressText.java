package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.address.AddressReport;
import dev.plumbline.inspector.check.address.Fact;
import dev.plumbline.inspector.check.address.Frame;
import dev.plumbline.inspector.check.address.KernelPlace;
import dev.plumbline.inspector.check.address.Page;
import dev.plumbline.inspector.check.address.PageSize;
import dev.plumbline.inspector.check.address.Placement;
import dev.plumbline.inspector.check.address.Translation;
import dev.plumbline.inspector.check.address.UserPage;
import dev.plumbline.inspector.check.address.WalkAnswer;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What is known of an address, for people. */
public final class AddressText {

    private static final int LABEL = 12;

    private final OptionalInt columns;
    private final StringBuilder out = new StringBuilder();

    private AddressText(int columns) {
        this.columns = OptionalInt.of(columns);
    }

    /** All addresses of a report, a line of the host's before them, set to a width. */
    public static String of(AddressReport report, int columns) {
        AddressText text = new AddressText(columns);
        Lines.wrap(Printable.of(report.header()), 2, text.columns)
                .forEach(l -> text.out.append(l).append('\n'));
        for (Translation translation : report.translations()) {
            text.out.append('\n');
            text.write(translation);
        }
        return text.out.toString();
    }

    private void write(Translation translation) {
        out.append(translation.address()).append('\n');
        translation.fields().ifPresent(fields -> {
            BitRuler.draw(fields).forEach(line -> out.append(line).append('\n'));
            if (!fields.folded().isEmpty()) {
                line("folded", String.join(", ", fields.folded()));
            }
            fields.notes().forEach(note -> line("", note));
        });
        translation
                .standing()
                .ifPresentOrElse(
                        standing -> line(standing.canonical() ? "canonical" : "not canon.", standing.says()),
                        () -> line("fields", "not known: there is no reference for this architecture"));
        translation.placement().ifPresent(this::placement);
        translation.page().ifPresent(this::page);
        translation.kernel().ifPresent(this::kernel);
        translation.walk().ifPresent(this::walk);
    }

    private void placement(Placement placement) {
        if (placement instanceof Placement.Inside inside) {
            line("mapping", "%s %s %s".formatted(inside.range(), inside.permissions(), inside.what()));
            inside.fileOffset().ifPresent(offset -> line("", "file offset " + hex(offset)));
        } else if (placement instanceof Placement.Between between) {
            line("mapping", "none" + (between.note().isEmpty() ? "" : ": " + between.note()));
            between.belowLabel()
                    .ifPresent(b -> line("  below", b + ", " + ByteText.about(between.belowBytes()) + " away"));
            between.aboveLabel()
                    .ifPresent(a -> line("  above", a + ", " + ByteText.about(between.aboveBytes()) + " away"));
        } else if (placement instanceof Placement.Unread unread) {
            line(
                    "mapping",
                    "not known: "
                            + Fact.unknown(unread.because(), unread.remedy()).whyNot());
        } else {
            line("mapping", "none: a kernel thread or an ended process has no user memory");
        }
    }

    private void page(UserPage user) {
        if (user.page().value().isPresent()) {
            Page page = user.page().value().get();
            String flags = page.flags().isEmpty() ? "" : " (" + String.join(", ", page.flags()) + ")";
            line("pagemap", page.says() + flags);
            if (page.state() == Page.State.PRESENT || user.size().value().isPresent()) {
                size(user.size());
            }
            if (page.state() == Page.State.PRESENT) {
                frame(user.frame());
            }
        } else {
            line("pagemap", "not known: " + user.page().whyNot());
            user.size().value().ifPresent(s -> size(user.size()));
        }
    }

    private void size(Fact<PageSize> size) {
        line(
                "page",
                size.value()
                        .map(s -> "%s, %s: %s".formatted(ByteText.exact(s.bytes()), s.kind(), s.how()))
                        .orElse("size not known: " + size.whyNot()));
    }

    private void frame(Fact<Frame> fact) {
        if (fact.value().isEmpty()) {
            line("frame", "not known: " + fact.whyNot());
            return;
        }
        Frame frame = fact.value().get();
        line("physical", frame.physical() + ", PFN " + hex(frame.pfn().value()));
        zoneAndFlags(frame);
    }

    private void zoneAndFlags(Frame frame) {
        line(
                "zone",
                frame.zones()
                        .value()
                        .map(zones -> String.join(" or ", zones))
                        .orElse("not known: " + frame.zones().whyNot()));
        if (frame.flags().value().isPresent()) {
            String words = frame.flagWords().stream()
                    .map(flag -> "%s (%s)".formatted(flag.name(), flag.meaning()))
                    .collect(Collectors.joining(", "));
            line("kpageflags", words.isEmpty() ? "none set" : words);
        } else {
            line("kpageflags", "not known: " + frame.flags().whyNot());
        }
        line(
                "mapped",
                frame.mapCount()
                        .value()
                        .map(n -> n == 1 ? "once" : Long.toUnsignedString(n) + " times")
                        .orElse("not known: " + frame.mapCount().whyNot()));
    }

    private void kernel(KernelPlace place) {
        line("region", "%s, %s".formatted(place.region(), place.range()));
        place.details().forEach(detail -> line("", detail));
        Fact<PhysAddr> physical = place.physical();
        if (physical.value().isPresent()) {
            line("physical", physical.value().get() + ": " + physical.because());
            place.frame().value().ifPresent(this::zoneAndFlags);
        } else {
            line("physical", "by no rule: " + physical.whyNot());
        }
        line("source", place.source());
    }

    private void walk(WalkAnswer walk) {
        if (walk.arrival().isEmpty()) {
            line("walk", "%s: %s".formatted(walk.outcome(), walk.says()));
            return;
        }
        WalkAnswer.Arrival arrival = walk.arrival().get();
        String beside = walk.agrees()
                .map(agrees -> agrees ? ": agrees" : ": DISAGREES with what is told above")
                .orElse("");
        line(
                "walk",
                "%s, %s page, kernel/user %s, by the page tables in the image%s"
                        .formatted(arrival.physical(), ByteText.exact(arrival.pageBytes()), arrival.rights(), beside));
    }

    private void line(String label, String text) {
        String whole = "  " + Lines.pad(label, LABEL - 1) + " " + Printable.of(text);
        Lines.wrap(whole, LABEL + 2, columns).forEach(l -> out.append(l).append('\n'));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
