package dev.segmentation.cluster;

import java.lang.reflect.Constructor;
import java.util.Optional;

/**
 * Looks for the vector kernel at run time.
 *
 * <p>The module jdk.incubator.vector is not part of a program unless {@code --add-modules jdk.incubator.vector} says so;
 * {@code VectorKernel} is therefore reached by name alone. It is used where the JIT compiler makes machine code of it:
 * on HotSpot with its optimizing compiler. Anything else, or any failure, means the plain kernel.
 */
final class VectorSupport {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String KERNEL = "dev.segmentation.cluster.VectorKernel";

    private VectorSupport() {}

    static Optional<FloatKernel> kernel() {
        if (!isCompiledWell(System.getProperty("java.vm.name", ""), System.getProperty("java.vm.info", ""))) {
            return Optional.empty();
        }
        Module own = VectorSupport.class.getModule();
        Optional<Module> vector = Optional.ofNullable(own.getLayer())
                .or(() -> Optional.of(ModuleLayer.boot()))
                .flatMap(layer -> layer.findModule(MODULE));
        return vector.flatMap(module -> {
            own.addReads(module);
            return load();
        });
    }

    /** Neither interpreted nor by the quick compiler alone, where every vector would be an object. */
    static boolean isCompiledWell(String vmName, String vmInfo) {
        return (vmName.contains("HotSpot") || vmName.contains("OpenJDK"))
                && vmInfo.startsWith("mixed mode")
                && !vmInfo.contains("emulated-client");
    }

    private static Optional<FloatKernel> load() {
        try {
            Class<?> found = Class.forName(KERNEL, true, VectorSupport.class.getClassLoader());
            if (!(boolean) found.getDeclaredMethod("pays").invoke(null)) {
                return Optional.empty();
            }
            Constructor<?> constructor = found.getDeclaredConstructor();
            return Optional.of((FloatKernel) constructor.newInstance());
        } catch (ReflectiveOperationException | LinkageError missing) {
            return Optional.empty();
        }
    }
}
