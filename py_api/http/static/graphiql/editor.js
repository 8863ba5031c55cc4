import{a}from"./chunk-KM4PI2ML.js";import"./chunk-V4HYFVBC.js";import"./chunk-O773OZQ7.js";import"./chunk-6M5IGN2H.js";import"./chunk-FOVRS2L6.js";import"./chunk-IYWUY3VA.js";export{a as initialize};
