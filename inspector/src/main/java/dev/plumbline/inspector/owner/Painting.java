package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;

/**
 * Claims laid over mappings. A page belongs to the last claim that touches it and that its mapping fits ({@link Fit}). A mapping
 * that no claim touches is {@code anonymous}.
 *
 * @param parts ascending, without overlap, covering every mapping whole; neighbours of one claim in one mapping are one part
 * @param inVain claims that touch no mapping at all
 * @param refused claims with a mapping that their owner cannot have, each with the first such mapping; where other mappings
 *     fit, the claim holds
 */
public record Painting(List<Part> parts, List<Claim> inVain, List<Refusal> refused) {

    /** Copies the lists. */
    public Painting {
        parts = List.copyOf(parts);
        inVain = List.copyOf(inVain);
        refused = List.copyOf(refused);
    }

    /** A claim, and a mapping inside it that its owner cannot have. */
    public record Refusal(Claim claim, Vma vma) {}

    /**
     * Paints.
     *
     * @param vmas ascending, without overlap
     * @param claims in the order in which they are laid: a later one covers an earlier one
     * @param pageBytes the base page size, a power of two
     */
    public static Painting of(List<Vma> vmas, List<Claim> claims, int pageBytes) {
        return new Painter(vmas, claims, pageBytes).paint();
    }
}
