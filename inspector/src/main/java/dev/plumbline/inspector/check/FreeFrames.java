package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.FrameVisitor;
import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.reference.zone.FreeListReconstruction;

/**
 * Finds the runs of free frames in /proc/kpageflags and hands them to the reconstruction. KPF_BUDDY is set on every frame of
 * a free block: fs/proc/page.c, stable_page_flags, asks is_free_buddy_page for frames that are not a block's first (since
 * 4.6; read at 5.10, 6.1, 6.12, and 6.18 where snapshot_page asks).
 */
final class FreeFrames implements FrameVisitor {

    private static final long NOT_IN_A_RUN = -1;

    private final FreeListReconstruction lists;
    private final Runnable betweenBlocks;
    private long runStart = NOT_IN_A_RUN;
    private long frames;

    /**
     * A finder.
     *
     * @param betweenBlocks called after every block of frames, for whoever wants to look at the host meanwhile
     */
    FreeFrames(FreeListReconstruction lists, Runnable betweenBlocks) {
        this.lists = lists;
        this.betweenBlocks = betweenBlocks;
    }

    @Override
    public void block(long firstPfn, long[] words, int count) {
        long buddy = KpageFlag.BUDDY.mask();
        for (int i = 0; i < count; i++) {
            boolean free = (words[i] & buddy) != 0;
            if (free && runStart == NOT_IN_A_RUN) {
                runStart = firstPfn + i;
            } else if (!free && runStart != NOT_IN_A_RUN) {
                lists.freeRun(runStart, firstPfn + i);
                runStart = NOT_IN_A_RUN;
            }
        }
        frames = firstPfn + count;
        betweenBlocks.run();
    }

    /** Ends the run that reaches to the last frame, if one does; to be called once, behind the last block. */
    void end() {
        if (runStart != NOT_IN_A_RUN) {
            lists.freeRun(runStart, frames);
            runStart = NOT_IN_A_RUN;
        }
    }
}
