package dev.plumbline.bridge.oshi;

import java.util.List;
import oshi.hardware.common.platform.linux.LinuxCentralProcessor;
import oshi.util.linux.SysPath;

/**
 * OSHI's reading of the CPU topology from sysfs. Its own subclasses enumerate CPUs through libudev, or start getconf; and
 * asked for the processor's identity, OSHI starts dmidecode, cpuid and lshw, which can take seconds as root.
 */
final class QuietProcessor extends LinuxCentralProcessor {

    /** USER_HZ is 100 on every architecture but alpha; only load figures, which nothing here asks for, depend on it. */
    private static final long USER_HZ = 100;

    private static final int NO_LOAD_SAMPLES = 0;

    QuietProcessor() {
        super(USER_HZ);
    }

    @Override
    protected List<String> enumerateCpuSyspathsViaUdev() {
        return cpuSyspathsFromSysfs(SysPath.CPU);
    }

    @Override
    protected int getloadavgNative(double[] loads, int samples) {
        return NO_LOAD_SAMPLES;
    }
}
