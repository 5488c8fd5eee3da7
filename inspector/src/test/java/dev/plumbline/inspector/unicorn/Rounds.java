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

    /** Any access of an Arm processor: some loads and stores are made as if by the lower privilege. */
    static Access armAccess(Random random) {
        Access access = access(random);
        boolean ordinary = access.kind() == Access.Kind.EXECUTE
                || access.privilege() == Access.Privilege.USER
                || random.nextInt(3) != 0;
        return ordinary ? access : new Access(access.kind(), access.privilege(), Access.Form.UNPRIVILEGED);
    }
}
