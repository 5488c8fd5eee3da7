package dev.plumbline.agent.inside;

/** Modules of the JDK that a JVM may run without. */
final class Modules {

    private Modules() {}

    static boolean has(String name) {
        return ModuleLayer.boot().findModule(name).isPresent();
    }
}
