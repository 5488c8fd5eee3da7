package dev.plumbline.inspector.check;

/** Told how far a run is; called from several threads, at most once a process. */
@FunctionalInterface
public interface ProgressListener {

    /** Does nothing. */
    ProgressListener NONE = (done, total) -> {};

    /**
     * Another process was examined.
     *
     * @param done how many processes are behind the run
     * @param total how many there are in all
     */
    void examined(int done, int total);
}
