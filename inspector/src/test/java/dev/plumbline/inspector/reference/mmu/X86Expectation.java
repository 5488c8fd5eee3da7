package dev.plumbline.inspector.reference.mmu;

/**
 * What an access through one directory entry and one table entry must meet, reckoned without the walker: first which entry
 * stops the walk, then the rights from their table, then the error code from its definition.
 */
final class X86Expectation {

    /** Instead of an error code: the access is made. */
    static final int MADE = -1;

    private static final long P = 1;
    private static final long RW = 1 << 1;
    private static final long US = 1 << 2;
    private static final long A = 1 << 5;
    private static final long D = 1 << 6;
    private static final long PS = 1 << 7;
    private static final long XD = 1L << 63;
    private static final int PRESENT = 1;
    private static final int RESERVED = 8;
    private static final int KEY = 32;

    private final X86Control control;
    private final boolean wide;
    private final boolean keys;
    private final long reservedInPde;
    private final long reservedInPage;
    private final long reservedInPte;
    private final int controlTerms;

    private int code;
    private long pdeAfter;
    private long pteAfter;

    /**
     * For one processor.
     *
     * @param wide whether entries have 64 bits
     * @param keys whether pages have keys
     * @param reservedInPde bits of a directory entry that points to a table
     * @param reservedInPage bits of a directory entry that maps a page
     * @param reservedInPte bits of a table entry
     */
    X86Expectation(
            X86Control control,
            boolean wide,
            boolean keys,
            long reservedInPde,
            long reservedInPage,
            long reservedInPte) {
        this.control = control;
        this.wide = wide;
        this.keys = keys;
        this.reservedInPde = reservedInPde;
        this.reservedInPage = reservedInPage;
        this.reservedInPte = reservedInPte;
        this.controlTerms = X86RightsTable.terms(control);
    }

    /** Reckons one access; the entries above the directory are all open, save perhaps for writing. */
    void reckon(Access access, boolean writableAbove, long pde, long pte) {
        boolean page = (pde & PS) != 0 && (wide || control.pse());
        boolean implicit = access.form() == Access.Form.IMPLICIT;
        int described = (access.kind() == Access.Kind.WRITE ? 2 : 0)
                + (access.privilege() == Access.Privilege.USER && !implicit ? 4 : 0)
                + (access.kind() == Access.Kind.EXECUTE && ((wide && control.nxe()) || control.smep()) ? 16 : 0);
        pdeAfter = pde;
        pteAfter = pte;
        if ((pde & P) == 0) {
            code = described;
        } else if ((pde & (page ? reservedInPage : reservedInPde)) != 0) {
            code = described + PRESENT + RESERVED;
        } else if (page) {
            judge(access, described, pde & (writableAbove ? -1L : ~RW), pde & XD, pde);
            pdeAfter |= after(access);
        } else if ((pte & P) == 0) {
            code = described;
        } else if ((pte & reservedInPte) != 0) {
            code = described + PRESENT + RESERVED;
        } else {
            judge(access, described, pde & pte & (writableAbove ? -1L : ~RW), (pde | pte) & XD, pte);
            pdeAfter |= code == MADE ? A : 0;
            pteAfter |= after(access);
        }
    }

    private long after(Access access) {
        return code != MADE ? 0 : access.kind() == Access.Kind.WRITE ? A + D : A;
    }

    private void judge(Access access, int described, long inAll, long executeDisable, long leaf) {
        int row = X86RightsTable.row(access);
        boolean userPage = (inAll & US) != 0;
        int pair = keys && userPage && control.pke() ? control.pkru() >>> ((int) (leaf >>> 59 & 15) * 2) & 3 : 0;
        int terms = controlTerms
                | X86RightsTable.entryTerms((inAll & RW) != 0, executeDisable != 0)
                | X86RightsTable.keyTerms((pair & 1) != 0, (pair & 2) != 0);
        boolean key = X86RightsTable.keyForbids(row, userPage, terms);
        boolean allowed = X86RightsTable.allowed(row, userPage, terms) && !key;
        code = allowed ? MADE : described + PRESENT + (key ? KEY : 0);
    }

    /** The error code, or {@link #MADE}. */
    int code() {
        return code;
    }

    /** The directory entry after an access that was made; after another it is not defined. */
    long pdeAfter() {
        return pdeAfter;
    }

    /** The table entry after an access that was made. */
    long pteAfter() {
        return pteAfter;
    }
}
