/*! Axios v1.14.1 */
