package dev.plumbline.inspector.reference.mmu;

/**
 * Rights of 32-bit Arm from what the descriptors give (ARMv7-A B3.7.1, B3.7.2): to fetch an instruction takes the right to
 * read, in both formats.
 */
final class ArmRights {

    private ArmRights() {}

    /** Data rights before execution is considered. */
    record Data(boolean kernelRead, boolean kernelWrite, boolean userRead, boolean userWrite) {

        static final Data NONE = new Data(false, false, false, false);

        /** AP[2:1], of long descriptors and of short ones under SCTLR.AFE (B3.7.1, table B3-9). */
        static Data simplified(boolean readOnly, boolean user) {
            return new Data(true, !readOnly, user, user && !readOnly);
        }
    }

    static Rights of(Data data, boolean xn, boolean pxn, ArmControl control) {
        boolean userFetch = data.userRead && !xn && !(control.wxn() && data.userWrite);
        boolean kernelFetch = data.kernelRead
                && !xn
                && !pxn
                && !(control.wxn() && data.kernelWrite)
                && !(control.uwxn() && data.userWrite);
        return new Rights(data.kernelRead, data.kernelWrite, kernelFetch, data.userRead, data.userWrite, userFetch);
    }
}
