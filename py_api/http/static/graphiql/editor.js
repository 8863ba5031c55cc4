import{a}from"./chunk-4MYIYX55.js";import"./chunk-MF774SEG.js";import"./chunk-M5QIANTW.js";import"./chunk-XMDEHRJX.js";import"./chunk-5BETPCQ3.js";import"./chunk-IYWUY3VA.js";export{a as initialize};
