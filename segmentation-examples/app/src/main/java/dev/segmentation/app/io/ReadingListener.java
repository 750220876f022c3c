package dev.segmentation.app.io;

import java.nio.file.Path;

/** Is told how far the reading of a file has got. */
@FunctionalInterface
public interface ReadingListener {

    /** Listens to nothing. */
    ReadingListener NONE = (file, done, size) -> {};

    /**
     * Some of it has been read.
     *
     * @param file which is read
     * @param done bytes of it, before they are unpacked
     * @param size bytes of the whole
     */
    void read(Path file, long done, long size);
}
