import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A JVM that has worked: it compiles a source some times, so that its own compilers have too, and uses JMX, as most servers do.
 * Prints "ready" and waits for the end of its input. Argument: the source.
 */
public class WarmTarget {

    private static final int TIMES = 5;

    public static void main(String[] arguments) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        OutputStream nowhere = OutputStream.nullOutputStream();
        for (int i = 0; i < TIMES; i++) {
            Path folder = Files.createTempDirectory("warm");
            compiler.run(null, nowhere, nowhere, "-d", folder.toString(), arguments[0]);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        ManagementFactory.getPlatformMBeanServer();
        System.gc();
        Thread.sleep(6_000);
        System.out.println("ready");
        System.in.read();
    }
}
