package dev.plumbline.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads what lies below {@code plumb-agent/} in the agent's JAR, in preference to its parent, the platform loader. It knows
 * nothing of the application, and the application nothing of it. The JAR stays open until {@link #close}, so that the file may
 * be removed meanwhile.
 */
final class IsolatedLoader extends SecureClassLoader implements AutoCloseable {

    static final String PREFIX = "plumb-agent/";

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final JarFile jar;
    private final CodeSource source;

    private IsolatedLoader(Path file, JarFile jar) throws MalformedURLException {
        super("plumbline", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        this.source = new CodeSource(file.toUri().toURL(), (Certificate[]) null);
    }

    /**
     * Opens the JAR.
     *
     * @param named its path; empty for the one that this class came from
     * @throws IOException if it cannot be read
     */
    static IsolatedLoader open(String named) throws IOException {
        Path file = named.isEmpty() ? own() : Path.of(named);
        return new IsolatedLoader(file, new JarFile(file.toFile()));
    }

    private static Path own() throws IOException {
        CodeSource source = IsolatedLoader.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("the JAR is not known; name it by the argument " + Arguments.JAR);
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            byte[] bytes = read(name.replace('.', '/') + ".class");
            return bytes == null ? super.loadClass(name, resolve) : defineClass(name, bytes, 0, bytes.length, domain());
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL inside = findResource(name);
        return inside == null ? super.getResource(name) : inside;
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] bytes = read(name);
        if (bytes == null) {
            return null;
        }
        try {
            // A URL of the JDK's own kind would leave the JAR open in a cache of the JDK's.
            return new URL(null, "plumbline:/" + URI.create(name), new Bytes(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** The class file of one of the classes at the JAR's root. */
    byte[] entryPoint(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            throw new IOException(jar.getName() + " has no " + name);
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }

    private ProtectionDomain domain() {
        return new ProtectionDomain(
                source, IsolatedLoader.class.getProtectionDomain().getPermissions(), this, null);
    }

    private byte @Nullable [] read(String name) {
        JarEntry entry = jar.getJarEntry(PREFIX + name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + entry.getName() + " in " + jar.getName(), e);
        }
    }

    /** Serves what was read already. */
    private static final class Bytes extends URLStreamHandler {

        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new BytesConnection(url, bytes);
        }
    }

    private static final class BytesConnection extends URLConnection {

        private final byte[] bytes;

        BytesConnection(URL url, byte[] bytes) {
            super(url);
            this.bytes = bytes;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
