package dev.plumbline.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.TypeDescriptor;
import java.lang.reflect.Method;
import java.lang.runtime.ObjectMethods;

/**
 * Drops what the JDK remembers of the agent's records. {@code ObjectMethods} keeps some method handles for good, and each
 * remembers the last types that it was converted to: the last record whose {@code equals}, {@code hashCode} or {@code toString}
 * was linked, and so its loader. Linking those of a record that stays takes the place.
 *
 * <p>Source: {@code MethodHandle.asTypeCache} (17: one, strong) and {@code asTypeSoftCache} (25: a second one, soft, for types of
 * loaders that may be unloaded). For the second the record has a loader of its own with no other class in it.
 */
final class JdkCaches {

    private static final String COMPONENT = "component";

    private JdkCaches() {}

    /**
     * Takes the places.
     *
     * @param occupant the class file of {@link Occupant}
     */
    static void occupy(byte[] occupant) {
        link(new Place(occupant).define());
        link(Occupant.class);
    }

    private static void link(Class<?> type) {
        try {
            Method bootstrap = ObjectMethods.class.getMethod(
                    "bootstrap",
                    MethodHandles.Lookup.class,
                    String.class,
                    TypeDescriptor.class,
                    Class.class,
                    String.class,
                    MethodHandle[].class);
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            MethodHandle[] getters = {lookup.findGetter(type, COMPONENT, type)};
            MethodType equals = MethodType.methodType(boolean.class, type, Object.class);
            bootstrap.invoke(null, lookup, "equals", equals, type, COMPONENT, getters);
            MethodType hashCode = MethodType.methodType(int.class, type);
            bootstrap.invoke(null, lookup, "hashCode", hashCode, type, COMPONENT, getters);
            MethodType toString = MethodType.methodType(String.class, type);
            bootstrap.invoke(null, lookup, "toString", toString, type, COMPONENT, getters);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A loader of one class. */
    private static final class Place extends ClassLoader {

        private final byte[] occupant;

        Place(byte[] occupant) {
            super("plumbline-place", ClassLoader.getPlatformClassLoader());
            this.occupant = occupant;
        }

        Class<?> define() {
            return defineClass(Occupant.class.getName(), occupant, 0, occupant.length);
        }
    }
}
