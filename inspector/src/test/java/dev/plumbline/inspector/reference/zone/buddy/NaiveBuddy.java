package dev.plumbline.inspector.reference.zone.buddy;

import java.util.BitSet;

/**
 * A buddy allocator that is nothing but a bitmap: a free block of order n is an aligned run of 2^n free frames whose buddy run is not wholly
 * free, found by looking at every place. It shares no idea with the allocator under test but that definition.
 */
final class NaiveBuddy {

    static final int NO_BLOCK = -1;

    private final BitSet free;
    private final int frames;
    private final int maxOrder;

    NaiveBuddy(int frames, int maxOrder) {
        this.frames = frames;
        this.maxOrder = maxOrder;
        free = new BitSet(frames);
    }

    void free(int frame, int order) {
        free.set(frame, frame + (1 << order));
    }

    void take(int frame, int order) {
        if (free.nextClearBit(frame) < frame + (1 << order)) {
            throw new AssertionError("frames " + frame + " to " + (frame + (1 << order)) + " are not all free");
        }
        free.clear(frame, frame + (1 << order));
    }

    /** The smallest order of at least {@code order} that has a free block. */
    int smallestOrder(int order) {
        for (int found = order; found <= maxOrder; found++) {
            if (blocks(found) > 0) {
                return found;
            }
        }
        return NO_BLOCK;
    }

    int blocks(int order) {
        int count = 0;
        for (int frame = 0; frame + (1 << order) <= frames; frame += 1 << order) {
            if (isFree(frame, order) && (order == maxOrder || !isFree(frame ^ (1 << order), order))) {
                count++;
            }
        }
        return count;
    }

    private boolean isFree(int frame, int order) {
        return frame + (1 << order) <= frames && free.nextClearBit(frame) >= frame + (1 << order);
    }
}
