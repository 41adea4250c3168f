/** Certificates and keys in PEM files: read, checked, watched for changes and, for development, made. */
@NullMarked
package org.airlog.tls;

import org.jspecify.annotations.NullMarked;
