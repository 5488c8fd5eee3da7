package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Regime.Refusal;
import java.util.Optional;

/** How 32-bit Arm holds an access against rights, with either format. */
final class ArmAccess {

    private ArmAccess() {}

    /** PL0, or PL1 as PL0 through LDRT and STRT (ARMv7-A B3.7.1); there is no such fetch. */
    static Privilege effective(Access access) {
        boolean asPl0 = access.form() == Form.UNPRIVILEGED && access.kind() != Kind.EXECUTE;
        return asPl0 ? Privilege.USER : access.privilege();
    }

    static Optional<Refusal> refusal(Rights rights, Access access, ArmControl control) {
        Privilege privilege = effective(access);
        boolean supervisor = privilege == Privilege.SUPERVISOR;
        if (control.pan() && supervisor && access.kind() != Kind.EXECUTE && rights.userRead()) {
            return Optional.of(new Refusal(FaultClass.PROTECTION, "PAN: PL0 could use it"));
        }
        if (rights.grants(access.kind(), privilege)) {
            return Optional.empty();
        }
        String who = supervisor ? "PL1" : "PL0";
        return Optional.of(new Refusal(
                FaultClass.PROTECTION,
                switch (access.kind()) {
                    case READ -> "AP: no access by " + who;
                    case WRITE -> "AP: no write by " + who;
                    case EXECUTE -> "XN, PXN, WXN, UWXN or AP: not executed by " + who;
                }));
    }
}
