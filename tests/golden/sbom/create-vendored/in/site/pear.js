
/*! Pear v1.1.9 */
