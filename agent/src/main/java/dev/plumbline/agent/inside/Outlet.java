package dev.plumbline.agent.inside;

/** Where snapshots go to. Called by the agent's thread alone. */
interface Outlet extends AutoCloseable {

    void publish(Snapshot snapshot);

    /** Takes back all that it made in the application. */
    @Override
    void close();
}
