package dev.plumbline.inspector.reference.mmu;

import java.util.ArrayList;
import java.util.List;

/**
 * Access rights as rows of conditions, each evaluated for every state of its terms beforehand: Intel SDM vol. 3, 4.6.1 (first
 * part) and 4.6.2 (second). S is an access by the supervisor, I an implicit one, U the user's; the page after the arrow is
 * the supervisor's or the user's. A row allows (first part) or forbids (second part) the access where all its clauses,
 * separated by {@code &}, hold; a clause holds where one of its terms does.
 */
final class X86RightsTable {

    /** RW: R/W is set in every entry that has it. XD: it is set in one. AD and WD: of the page's key. */
    private static final List<String> TERMS = List.of("RW", "XD", "WP", "SMEP", "SMAP", "AC", "AD", "WD");

    private static final List<String> ALLOWED = List.of(
            "S read -> S",
            "S read -> U: !SMAP|AC",
            "S write -> S: RW|!WP",
            "S write -> U: RW|!WP & !SMAP|AC",
            "S fetch -> S: !XD",
            "S fetch -> U: !XD & !SMEP",
            "I read -> S",
            "I read -> U: !SMAP",
            "I write -> S: RW|!WP",
            "I write -> U: RW|!WP & !SMAP",
            "U read -> U",
            "U write -> U: RW",
            "U fetch -> U: !XD");

    private static final List<String> FORBIDDEN_BY_KEY = List.of(
            "S read -> S: AD",
            "S write -> S: AD|WD & AD|WP",
            "S read -> U: AD",
            "S write -> U: AD|WD & AD|WP",
            "I read -> S: AD",
            "I write -> S: AD|WD & AD|WP",
            "I read -> U: AD",
            "I write -> U: AD|WD & AD|WP",
            "U read -> U: AD",
            "U write -> U: AD|WD");

    private static final List<String> WHO = List.of("S", "I", "U");
    private static final List<String> WHAT = List.of("read", "write", "fetch");
    private static final boolean[] ALLOWED_STATES = states(ALLOWED);
    private static final boolean[] KEY_STATES = states(FORBIDDEN_BY_KEY);

    private X86RightsTable() {}

    /** Which row an access has, apart from the page. */
    static int row(Access access) {
        int who = access.form() == Access.Form.IMPLICIT
                ? 1
                : access.privilege() == Access.Privilege.USER ? WHO.indexOf("U") : WHO.indexOf("S");
        return who * WHAT.size() + what(access.kind());
    }

    private static int what(Access.Kind kind) {
        return switch (kind) {
            case READ -> WHAT.indexOf("read");
            case WRITE -> WHAT.indexOf("write");
            case EXECUTE -> WHAT.indexOf("fetch");
        };
    }

    /** The terms that a processor's control bits decide. */
    static int terms(X86Control control) {
        return (control.wp() ? 1 << 2 : 0)
                | (control.smep() ? 1 << 3 : 0)
                | (control.smap() ? 1 << 4 : 0)
                | (control.ac() ? 1 << 5 : 0);
    }

    static int entryTerms(boolean writable, boolean executeDisabled) {
        return (writable ? 1 : 0) | (executeDisabled ? 2 : 0);
    }

    static int keyTerms(boolean accessDisabled, boolean writeDisabled) {
        return (accessDisabled ? 1 << 6 : 0) | (writeDisabled ? 1 << 7 : 0);
    }

    static boolean allowed(int row, boolean userPage, int terms) {
        return ALLOWED_STATES[index(row, userPage, terms)];
    }

    static boolean keyForbids(int row, boolean userPage, int terms) {
        return KEY_STATES[index(row, userPage, terms)];
    }

    private static int index(int row, boolean userPage, int terms) {
        return ((row * 2 + (userPage ? 1 : 0)) << TERMS.size()) | terms;
    }

    private static boolean[] states(List<String> rows) {
        boolean[] states = new boolean[(WHO.size() * WHAT.size() * 2) << TERMS.size()];
        for (String row : rows) {
            String[] halves = row.split(": ", -1);
            String[] words = halves[0].split(" ", -1);
            int at = WHO.indexOf(words[0]) * WHAT.size() + WHAT.indexOf(words[1]);
            List<String> clauses =
                    new ArrayList<>(halves.length == 1 ? List.of() : List.of(halves[1].split(" & ", -1)));
            for (int terms = 0; terms < 1 << TERMS.size(); terms++) {
                int state = terms;
                states[index(at, words[3].equals("U"), terms)] =
                        clauses.stream().allMatch(clause -> holds(clause, state));
            }
        }
        return states;
    }

    private static boolean holds(String clause, int state) {
        for (String term : clause.split("\\|", -1)) {
            boolean negated = term.startsWith("!");
            boolean set = (state >>> TERMS.indexOf(negated ? term.substring(1) : term) & 1) != 0;
            if (set != negated) {
                return true;
            }
        }
        return false;
    }
}
