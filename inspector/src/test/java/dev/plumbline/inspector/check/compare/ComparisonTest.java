package dev.plumbline.inspector.check.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.compare.Difference.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final long GIB = 1L << 30;

    private static Baseline machine(Quantity... quantities) {
        return new Baseline(
                new BaselineOrigin(BaselineOrigin.Kind.LIVE, "a", Instant.EPOCH), List.of(quantities), Set.of());
    }

    private static Baseline booted(String place, long ramBytes, long managed, long low) {
        return machine(
                Quantity.of(QuantityKind.IMAGE_PLACEMENT, "", place),
                Quantity.of(QuantityKind.RAM, "", ramBytes),
                Quantity.of(QuantityKind.ZONE_MANAGED, "node 0 Normal", managed),
                Quantity.of(QuantityKind.WATERMARK, "node 0 Normal low", low));
    }

    private static List<Outcome> outcomes(Baseline first, Baseline second) {
        List<Outcome> outcomes = new ArrayList<>();
        Comparison.of(first, second).differences().forEach(d -> outcomes.add(d.outcome()));
        return outcomes;
    }

    @Test
    void aBootMayCostFourTablesMore() {
        assertThat(outcomes(
                        booted("randomized: there", 4 * GIB, 1_000_000, 9000),
                        booted("randomized: there", 4 * GIB, 1_000_004, 9002)))
                .containsExactly(Outcome.SAME, Outcome.SAME, Outcome.DRIFTED, Outcome.DRIFTED);
    }

    @Test
    void moreThanThatIsAnotherMachine() {
        assertThat(outcomes(
                        booted("randomized: there", 4 * GIB, 1_000_000, 9000),
                        booted("randomized: there", 4 * GIB, 1_000_005, 9000)))
                .containsExactly(Outcome.SAME, Outcome.SAME, Outcome.MATTERS, Outcome.SAME);
        assertThat(outcomes(
                        booted("not randomized: here", 4 * GIB, 1_000_000, 9000),
                        booted("not randomized: here", 4 * GIB, 1_000_001, 9000)))
                .contains(Outcome.MATTERS);
        assertThat(outcomes(
                        booted("randomized: there", GIB, 250_000, 9000),
                        booted("randomized: there", GIB, 250_001, 9000)))
                .contains(Outcome.MATTERS);
    }

    @Test
    void whatDriftedExplainsNoMoreThanItsShare() {
        assertThat(outcomes(
                        booted("randomized: there", 4 * GIB, 1_000_000, 9000),
                        booted("randomized: there", 4 * GIB, 1_000_004, 9006)))
                .containsExactly(Outcome.SAME, Outcome.SAME, Outcome.DRIFTED, Outcome.MATTERS);
    }

    @Test
    void anIntervalHoldsWhatLiesInIt() {
        Quantity described = new Quantity(QuantityKind.ZONE_MANAGED, "node 0 Normal", new Value.Between(90, 100));

        assertThat(outcomes(machine(described), machine(Quantity.of(QuantityKind.ZONE_MANAGED, "node 0 Normal", 100))))
                .containsExactly(Outcome.SAME);
        assertThat(outcomes(machine(Quantity.of(QuantityKind.ZONE_MANAGED, "node 0 Normal", 90)), machine(described)))
                .containsExactly(Outcome.SAME);
        assertThat(outcomes(machine(described), machine(Quantity.of(QuantityKind.ZONE_MANAGED, "node 0 Normal", 101))))
                .containsExactly(Outcome.MATTERS);
    }

    @Test
    void whatASideDoesNotSayIsNotTheSame() {
        Baseline release = machine(Quantity.of(QuantityKind.KERNEL_RELEASE, "", "6.1"));
        Baseline option = machine(Quantity.of(QuantityKind.PAGING_OPTION, "pti", "on"));

        assertThat(outcomes(release, option)).containsExactly(Outcome.NOT_COMPARED, Outcome.NOT_COMPARED);
        assertThat(Comparison.of(release, option).comparesAnything()).isFalse();
    }

    @Test
    void anOptionThatACommandLineDoesNotNameIsNotGiven() {
        Baseline without = new Baseline(
                new BaselineOrigin(BaselineOrigin.Kind.LIVE, "b", Instant.EPOCH),
                List.of(),
                Set.of(QuantityKind.PAGING_OPTION));

        assertThat(outcomes(machine(Quantity.of(QuantityKind.PAGING_OPTION, "pti", "on")), without))
                .containsExactly(Outcome.MATTERS);
    }

    @Test
    void aZoneThatIsNotThereHasNoNumbers() {
        Baseline both = machine(
                new Quantity(QuantityKind.POPULATED_ZONES, "", new Value.Texts(List.of("node 0 DMA", "node 0 Normal"))),
                Quantity.of(QuantityKind.WATERMARK, "node 0 Normal low", 7));
        Baseline one = machine(new Quantity(QuantityKind.POPULATED_ZONES, "", new Value.Texts(List.of("node 0 DMA"))));

        assertThat(Comparison.of(both, one).differences())
                .extracting(Difference::outcome)
                .containsExactly(Outcome.MATTERS, Outcome.FOLLOWS);
    }
}
