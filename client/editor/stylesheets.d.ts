/** The bundler takes stylesheets in; they export nothing. */
declare module "*.css";
