package dev.segmentation.scan;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** By what a file is known to be the one that was opened. */
record RowFileStamp(long size, FileTime modified) {

    static RowFileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new RowFileStamp(attributes.size(), attributes.lastModifiedTime());
    }

    void checkUnchanged(Path path) throws IOException {
        if (!of(path).equals(this)) {
            throw new InvalidInputException(
                    Reason.SOURCE_CHANGED,
                    "RowFile: " + path + " has changed since it was opened; open it again, and start over");
        }
    }
}
