package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Optional;

/**
 * Where the page tables in a capture's memory image lead.
 *
 * @param outcome {@code ok}, a fault's class, or {@code not-held}
 * @param arrival where, if anywhere
 * @param says why the walk ended elsewhere; empty where it arrived
 * @param agrees whether that is the physical address told by other means; empty where either is not known
 */
public record WalkAnswer(String outcome, Optional<Arrival> arrival, String says, Optional<Boolean> agrees) {

    /**
     * The end of a walk that arrived.
     *
     * @param pageBytes what its leaf maps
     * @param rights supervisor's and user's, {@code rw-/r--}
     */
    public record Arrival(PhysAddr physical, long pageBytes, String rights) {}

    static WalkAnswer of(Walk walk, Optional<PhysAddr> told) {
        if (walk instanceof Walk.Translated there) {
            return new WalkAnswer(
                    "ok",
                    Optional.of(new Arrival(
                            there.address(), there.sizeBytes(), there.rights().toString())),
                    "",
                    told.map(address -> address.equals(there.address())));
        }
        if (walk instanceof Walk.Faulted faulted) {
            return new WalkAnswer(
                    faulted.fault().kind().word(),
                    Optional.empty(),
                    faulted.fault().because(),
                    Optional.empty());
        }
        Walk.NotHeld missing = (Walk.NotHeld) walk;
        return new WalkAnswer(
                "not-held",
                Optional.empty(),
                "the image does not hold the entry at " + missing.entry(),
                Optional.empty());
    }
}
