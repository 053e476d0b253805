declare module "*.css";
/** The text of genfilm/web/site/static/tokens.css, put in by build.mjs. */
declare const DESIGN_TOKENS: string;
