package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.Access;
import java.util.List;
import java.util.Random;

/** Makes rounds: the same seed the same round. */
interface Rounds {

    List<Access.Kind> KINDS = List.of(Access.Kind.values());
    List<Access.Privilege> PRIVILEGES = List.of(Access.Privilege.values());

    /** Writes tables into the processor's memory, sets it up for them, and chooses accesses. */
    Round next(long seed);

    /** Any access of an ordinary instruction. */
    static Access access(Random random) {
        return Access.of(KINDS.get(random.nextInt(KINDS.size())), PRIVILEGES.get(random.nextInt(PRIVILEGES.size())));
    }
}
