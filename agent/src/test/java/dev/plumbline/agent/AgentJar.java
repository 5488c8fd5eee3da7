package dev.plumbline.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.jna.Native;
import dev.plumbline.agent.inside.Stay;
import dev.plumbline.bridge.LiveHost;
import dev.plumbline.inspector.unit.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Packs the agent's JAR from the classes under test, laid out as the build lays it out, which packs after it has tested. */
final class AgentJar {

    private static final Map<Class<?>, String> INSIDE = Map.of(
            Stay.class, "dev/plumbline/agent/inside/",
            TimeSpan.class, "dev/plumbline/inspector/",
            LiveHost.class, "dev/plumbline/bridge/",
            JsonFactory.class, "com/fasterxml/jackson/core/",
            Native.class, "com/sun/jna/");

    private static final List<Class<?>> ENTRY_POINTS = List.of(
            PlumbAgent.class,
            Start.class,
            Arguments.class,
            Errand.class,
            Answer.class,
            IsolatedLoader.class,
            JdkCaches.class,
            Occupant.class);

    private final JarOutputStream jar;
    private final Set<String> packed = new HashSet<>();

    private AgentJar(JarOutputStream jar) {
        this.jar = jar;
    }

    static Path pack(Path file) throws IOException {
        Manifest manifest;
        try (InputStream in = Files.newInputStream(Path.of("src/main/manifest/MANIFEST.MF"))) {
            manifest = new Manifest(in);
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            AgentJar agent = new AgentJar(jar);
            for (Class<?> type : ENTRY_POINTS) {
                agent.add("", type, type.getName().replace('.', '/') + ".class");
                for (Class<?> member : type.getDeclaredClasses()) {
                    agent.add("", member, member.getName().replace('.', '/') + ".class");
                }
            }
            for (Map.Entry<Class<?>, String> inside : INSIDE.entrySet()) {
                agent.add(IsolatedLoader.PREFIX, inside.getKey(), inside.getValue());
            }
        }
        return file;
    }

    private void add(String prefix, Class<?> origin, String start) throws IOException {
        Path source = Path.of(URI.create(
                origin.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (Files.isDirectory(source)) {
            addAll(prefix, source, start);
        } else {
            try (FileSystem zip = FileSystems.newFileSystem(source)) {
                addAll(prefix, zip.getPath("/"), start);
            }
        }
    }

    private void addAll(String prefix, Path root, String start) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path path : files) {
            String name = root.relativize(path).toString();
            if (name.startsWith(start) && !name.contains("/cli/checks/") && packed.add(prefix + name)) {
                jar.putNextEntry(new ZipEntry(prefix + name));
                jar.write(Files.readAllBytes(path));
            }
        }
    }
}
