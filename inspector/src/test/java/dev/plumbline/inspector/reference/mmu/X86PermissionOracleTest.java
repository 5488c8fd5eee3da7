package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.X86_64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether each access of {@link X86PermissionRun} is made, its error code, and A and D afterwards, against
 * {@link X86Expectation}. The numbers of combinations are those of kvm-unit-tests' x86/access.c where it has the mode:
 * 28,999,680 with protection keys, a tenth without.
 */
class X86PermissionOracleTest {

    private static final long WITHOUT_KEYS = 2_899_968;

    static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(new X86FlagSpace(X86_64.FOUR_LEVEL, false), WITHOUT_KEYS),
                Arguments.of(new X86FlagSpace(X86_64.LA57, false), WITHOUT_KEYS),
                Arguments.of(new X86FlagSpace(X86Tables.PAE, false), WITHOUT_KEYS),
                Arguments.of(new X86FlagSpace(X86Tables.TWO_LEVEL, false), 3_145_728));
    }

    static Stream<Arguments> modesWithKeys() {
        return Stream.of(
                Arguments.of(new X86FlagSpace(X86_64.FOUR_LEVEL, true), 10 * WITHOUT_KEYS),
                Arguments.of(new X86FlagSpace(X86_64.LA57, true), 10 * WITHOUT_KEYS));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyCombination(X86FlagSpace space, long combinations) {
        check(space, combinations);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("modesWithKeys")
    void everyCombinationWithProtectionKeys(X86FlagSpace space, long combinations) {
        check(space, combinations);
    }

    private static void check(X86FlagSpace space, long combinations) {
        X86PermissionRun run = new X86PermissionRun(space).all();
        assertThat(run.shown()).isEmpty();
        assertThat(run.differences()).isZero();
        assertThat(run.combinations()).isEqualTo(combinations);
    }

    /** The table says different things of different accesses: an oracle that always answered alike would be no oracle. */
    @Test
    void theTableTellsAccessesApart() {
        X86Control plain = X86Bit.control(X86Bit.WP, X86Bit.SMAP);
        int terms = X86RightsTable.terms(plain);
        int read = X86RightsTable.row(Access.of(Access.Kind.READ, Access.Privilege.SUPERVISOR));
        int userWrite = X86RightsTable.row(Access.of(Access.Kind.WRITE, Access.Privilege.USER));
        assertThat(X86RightsTable.allowed(read, false, terms)).isTrue();
        assertThat(X86RightsTable.allowed(read, true, terms)).isFalse();
        assertThat(X86RightsTable.allowed(userWrite, false, terms | X86RightsTable.entryTerms(true, false)))
                .isFalse();
        assertThat(X86RightsTable.allowed(userWrite, true, terms)).isFalse();
        assertThat(X86RightsTable.allowed(userWrite, true, terms | X86RightsTable.entryTerms(true, false)))
                .isTrue();
        int shut = X86RightsTable.keyTerms(false, true);
        assertThat(X86RightsTable.keyForbids(userWrite, true, shut)).isTrue();
        assertThat(X86RightsTable.keyForbids(read, true, shut)).isFalse();
    }
}
