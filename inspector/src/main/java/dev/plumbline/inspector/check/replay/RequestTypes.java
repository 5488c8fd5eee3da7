package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import java.util.List;

/**
 * The migrate type that each step asks for.
 *
 * <p>A trace has a column for it, or follows its recorder's custom: all steps ask for UNMOVABLE pages ({@code GFP_ATOMIC}), but the last
 * 32 are eight blocks of order 5, allocated and freed, of RECLAIMABLE and then of MOVABLE pages.
 */
final class RequestTypes {

    private static final int GROUP = 16;
    private static final int GROUP_ORDER = 5;

    private final int firstReclaimable;
    private final int firstMovable;
    private final RecordedTypes types;

    RequestTypes(List<BuddyTrace.Step> steps, RecordedTypes types) {
        this.types = types;
        boolean custom = isGroup(steps, steps.size() - 2 * GROUP) && isGroup(steps, steps.size() - GROUP);
        firstReclaimable = custom ? steps.size() - 2 * GROUP : steps.size();
        firstMovable = custom ? steps.size() - GROUP : steps.size();
    }

    private static boolean isGroup(List<BuddyTrace.Step> steps, int from) {
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < GROUP; i++) {
            BuddyTrace.Step step = steps.get(from + i);
            boolean allocates = step.operation() == BuddyTrace.Operation.ALLOCATE;
            if (step.order() != GROUP_ORDER || allocates != i < GROUP / 2) {
                return false;
            }
        }
        return true;
    }

    MigrateType of(int index, BuddyTrace.Step step) {
        if (step.type().isPresent() && types.has(step.type().getAsInt())) {
            return types.of(step.type().getAsInt());
        }
        if (index >= firstMovable) {
            return MigrateType.MOVABLE;
        }
        return index >= firstReclaimable ? MigrateType.RECLAIMABLE : MigrateType.UNMOVABLE;
    }
}
